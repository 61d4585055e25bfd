import "../styles/patient.css";
import { startPage } from "./page/index.ts";

startPage();
