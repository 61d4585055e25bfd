import type { Cue, Tone } from "./cues.ts";

/** Hertz and seconds of each note, one after another: soft, low enough for old ears. */
const tones: Record<Tone, readonly (readonly [number, number])[]> = {
  tick: [[523, 0.09]],
  go: [
    [523, 0.12],
    [784, 0.22],
  ],
  done: [
    [659, 0.14],
    [523, 0.24],
  ],
  end: [
    [523, 0.16],
    [659, 0.16],
    [784, 0.4],
  ],
};
const loudness: Record<Tone, number> = { tick: 0.12, go: 0.3, done: 0.3, end: 0.3 };
const vibrations: Partial<Record<Tone, number[]>> = { go: [120], done: [80, 80, 80], end: [80, 80, 250] };

export interface Heard {
  readonly voice: boolean;
  readonly sounds: boolean;
}

/** What speaks, chimes and vibrates; silent where the browser or the phone cannot. */
export class Senses {
  private audio: AudioContext | undefined;

  constructor(private readonly language: string) {}

  /** Browsers let a page be heard only after a tap: call it in one. */
  wake(): void {
    const Context = globalThis.AudioContext;
    this.audio ??= Context ? new Context() : undefined;
    void this.audio?.resume().catch(() => undefined);
  }

  play({ say, tone }: Cue, heard: Heard): void {
    if (tone && heard.sounds) {
      this.chime(tone);
      navigator.vibrate?.(vibrations[tone] ?? []);
    }
    if (say && heard.voice) this.speak(say);
  }

  hush(): void {
    globalThis.speechSynthesis?.cancel();
  }

  leave(): void {
    this.hush();
    void this.audio?.close().catch(() => undefined);
    this.audio = undefined;
  }

  /** The newest word is the one that counts: what was not said in time is not said late. */
  private speak(text: string): void {
    const voice = voiceFor(this.language);
    if (!voice) return;
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice;
    words.lang = voice.lang;
    words.rate = 0.95;
    this.hush();
    speechSynthesis.speak(words);
  }

  private chime(tone: Tone): void {
    const audio = this.audio;
    if (audio?.state !== "running") return;
    let at = audio.currentTime;
    for (const [pitch, length] of tones[tone]) {
      note(audio, pitch, at, length, loudness[tone]);
      at += length;
    }
  }
}

/** The phone's voice for a language: one of its own before one from the network, which may stutter. */
export function voiceFor(language: string): SpeechSynthesisVoice | undefined {
  const [wanted = ""] = language.toLowerCase().split("-");
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  const fit = voices.filter(({ lang }) => lang.toLowerCase().split(/[-_]/)[0] === wanted);
  const exact = fit.filter(({ lang }) => lang.toLowerCase().replace("_", "-") === language.toLowerCase());
  const among = exact.length > 0 ? exact : fit;
  return among.find(({ localService }) => localService) ?? among[0];
}

function note(audio: AudioContext, pitch: number, at: number, length: number, volume: number): void {
  const [tone, swell] = [audio.createOscillator(), audio.createGain()];
  tone.type = "sine";
  tone.frequency.value = pitch;
  swell.gain.setValueAtTime(0, at);
  swell.gain.linearRampToValueAtTime(volume, at + 0.02);
  swell.gain.exponentialRampToValueAtTime(0.001, at + length);
  tone.connect(swell).connect(audio.destination);
  tone.start(at);
  tone.stop(at + length);
}
