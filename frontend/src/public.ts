import "../styles/public.css";
import { startPage } from "./page/index.ts";

startPage();
