import { exerciseScreen } from "./exercise/index.ts";
import { outboxScreen } from "./outbox.ts";
import { dayScreen } from "./past_day.ts";
import type { App, Place, Screen } from "./screen.ts";
import { sessionScreen } from "./session/index.ts";
import { symptomScreen } from "./symptoms/index.ts";
import { todayScreen } from "./today/index.ts";

/** The screen of each place. */
export function screenAt(app: App, place: Place): Screen {
  switch (place.name) {
    case "today":
      return todayScreen(app, place);
    case "day":
      return dayScreen(app, place);
    case "exercise":
      return exerciseScreen(app, place);
    case "session":
      return sessionScreen(app, place);
    case "help":
      return symptomScreen(app, place);
    case "outbox":
      return outboxScreen(app, place);
  }
}
