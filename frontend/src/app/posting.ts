/** Sends a small form to the server. False without a connection, or where the server does not take it. */
export async function posted(address: string, said: Readonly<Record<string, string>>): Promise<boolean> {
  const token = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
  const body = new URLSearchParams(said);
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body,
      redirect: "manual",
    });
    return answer.ok || answer.type === "opaqueredirect";
  } catch {
    return false;
  }
}
