import "../styles/public.css";
import { wireMovement } from "./movement/index.ts";
import { startPage } from "./page/index.ts";
import { takeCode } from "./public/code.ts";

startPage();
wireMovement();
takeCode();
window.addEventListener("hashchange", () => takeCode());
