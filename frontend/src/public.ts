import "../styles/public.css";
import { wireMovement } from "./movement/index.ts";
import { startPage } from "./page/index.ts";
import { watchArrivals, watchDepartures } from "./public/arriving.ts";
import { takeCode } from "./public/code.ts";
import { wirePasskeys } from "./public/passkey.ts";

startPage();
wireMovement();
watchArrivals();
void watchDepartures();
takeCode();
wirePasskeys();
window.addEventListener("hashchange", () => takeCode());
