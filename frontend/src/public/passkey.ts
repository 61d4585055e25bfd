/**
 * Passkeys, where the browser has them and the site has a name (a bare address of numbers has none). The server
 * says what to ask the device for; what the device answers goes back in the form, as any other form does.
 */
export function wirePasskeys(root: ParentNode = document): void {
  if (!passkeysWork()) return;
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void answer(form);
    });
  }
  for (const note of root.querySelectorAll<HTMLElement>("[data-passkey-missing]")) note.hidden = true;
}

function passkeysWork(): boolean {
  const named = !/^[\d.]+$|:|\[/.test(location.hostname);
  return named && isSecureContext && typeof PublicKeyCredential === "function";
}

async function answer(form: HTMLFormElement): Promise<void> {
  const said = form.querySelector<HTMLElement>("[data-passkey-said]");
  if (said) said.textContent = "";
  try {
    field(form, "credential").value = JSON.stringify(await askDevice(form));
  } catch (fault) {
    // The person said no, took too long, or the device has none: all of it is no fault of theirs.
    const known = fault instanceof Error && fault.name === "InvalidStateError";
    if (said) said.textContent = (known && said.dataset.wordsKnown) || (said.dataset.wordsFailed ?? "");
    return;
  }
  form.submit();
}

async function askDevice(form: HTMLFormElement): Promise<unknown> {
  const [{ startAuthentication, startRegistration }, optionsJSON] = await Promise.all([
    import("@simplewebauthn/browser"),
    options(form),
  ]);
  return form.dataset.passkey === "add"
    ? startRegistration({ optionsJSON })
    : startAuthentication({ optionsJSON });
}

async function options(form: HTMLFormElement) {
  const csrf = field(form, "csrfmiddlewaretoken").value;
  const response = await fetch(form.dataset.options ?? "", {
    method: "POST",
    headers: { "X-CSRFToken": csrf },
  });
  if (!response.ok) throw new Error(`options: ${response.status}`);
  return response.json();
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}
