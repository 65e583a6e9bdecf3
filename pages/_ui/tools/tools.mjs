// The tools that every page has. Called for every message and every change of theme.

import { choose } from "./address.mjs"

export function show({ data }) {
  choose(data)
}

export function dispose() {}
