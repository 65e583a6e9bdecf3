// Four digits that count, without zeros behind them.

import { number } from "./digits.mjs"

export const digits = (value) => number(value)
