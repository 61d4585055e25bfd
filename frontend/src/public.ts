import "../styles/public.css";
import { wireMovement } from "./movement/index.ts";
import { startPage } from "./page/index.ts";
import { watchArrivals } from "./public/arriving.ts";
import { takeCode } from "./public/code.ts";
import { wirePasskeys } from "./public/passkey.ts";

startPage();
wireMovement();
watchArrivals();
takeCode();
wirePasskeys();
window.addEventListener("hashchange", () => takeCode());
