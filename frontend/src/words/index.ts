/**
 * The app's texts in the reader's language, as everyrep/locale holds them: the English text is the message, and
 * %(name)s is replaced by a value. tools/messages.py finds the texts and writes the catalogs beside this file.
 */
export type Values = Readonly<Record<string, string | number>>;
type Catalog = Readonly<Record<string, string | readonly string[]>>;

const catalogs = import.meta.glob<Catalog>("./*.json", { import: "default" });

let catalog: Catalog = {};
let current = "en";
let plurals = new Intl.PluralRules(current);

/** Which language the texts are in, such as "es". */
export function language(): string {
  return current;
}

/** Every language there is a catalog for, with its own name. */
export function languages(): { value: string; words: string }[] {
  const names = Object.keys(catalogs).map((path) => path.slice("./".length, -".json".length));
  return ["en", ...names].map((name) => ({ value: name, words: nameOf(name) }));
}

function nameOf(name: string): string {
  const words = new Intl.DisplayNames(name, { type: "language" }).of(name) ?? name;
  return words.charAt(0).toLocaleUpperCase(name) + words.slice(1);
}

/** Says everything in a language from now on; English where there is no catalog, or it does not arrive. */
export async function use(wanted: string): Promise<void> {
  const name = wanted.split("-")[0] ?? "";
  const load = catalogs[`./${name}.json`];
  const loaded = await load?.().catch(() => undefined);
  catalog = loaded ?? {};
  current = loaded ? wanted : "en";
  plurals = new Intl.PluralRules(current);
}

/** A text in the reader's language. */
export function _(message: string, values: Values = {}): string {
  const found = catalog[message];
  return filled(typeof found === "string" ? found : message, values);
}

/** The text that goes with a number. `values` has to name the number too, where the text shows it. */
export function ngettext(one: string, several: string, count: number, values: Values = {}): string {
  const found = catalog[one];
  const forms = Array.isArray(found) ? (found as readonly string[]) : undefined;
  return filled(forms ? formOf(forms, count) : count === 1 ? one : several, values);
}

const categories = ["zero", "one", "two", "few", "many", "other"] as const;

/** Catalogs list their forms in the order of the language's plural categories, the last one for all others. */
function formOf(forms: readonly string[], count: number): string {
  const known = plurals.resolvedOptions().pluralCategories; // in no order that every browser keeps
  const place = categories.filter((name) => known.includes(name)).indexOf(plurals.select(count));
  return forms[Math.min(place, forms.length - 1)] ?? "";
}

function filled(text: string, values: Values): string {
  return text
    .replace(/%\((\w+)\)s/g, (whole, name: string) => String(values[name] ?? whole))
    .replaceAll("%%", "%");
}
