import "../styles/public.css";
import { startPage } from "./page/index.ts";
import { takeCode } from "./public/code.ts";

startPage();
takeCode();
window.addEventListener("hashchange", () => takeCode());
