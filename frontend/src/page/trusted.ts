/**
 * The only texts of our own that may become markup or code, where the page asks for trusted types: drawings that
 * came with the scripts, and the address of the service worker. Nothing that anybody has typed goes through here.
 */
interface Policy {
  createHTML(text: string): string;
  createScriptURL(address: string): string;
}

interface Policies {
  createPolicy(name: string, rules: Policy): Policy;
}

const { trustedTypes } = globalThis as { trustedTypes?: Policies };
const unchanged: Policy = { createHTML: (text) => text, createScriptURL: (address) => address };
const policy = trustedTypes?.createPolicy("everyrep", unchanged) ?? unchanged;

/** A drawing of ours, to be read as markup. */
export const trustedDrawing = (drawing: string): string => policy.createHTML(drawing);

/** The address of a script of ours. */
export const trustedScript = (address: string): string => policy.createScriptURL(address);
