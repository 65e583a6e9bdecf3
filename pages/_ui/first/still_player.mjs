// The player before it can play: its own elements and the sketch that it, too, begins with.

import { Bet } from "./bet.mjs"
import { heightsOf } from "./height_steps.mjs"
import { sketch } from "./sketch.mjs"
import { COMPACT_WIDTH, themed } from "./theme.mjs"
import { build } from "./view.mjs"

export const PLAYERS = { picture: ".gd-surface", drawn: ".gd-sketch, .main-svg" }

export function drawPlayer(frame, scene) {
  const root = frame.querySelector(".gd-player")
  // The longest entry gives the list of speeds its width.
  const parts = build(root, ["auto", 1000])
  parts.layout(scene.layout)
  parts.describe(scene)
  parts.betting(Boolean(scene.bet))
  new Bet(parts.bet, parts.verdict).ask(scene.bet)
  const figure = { ...scene.surface, data: scene.surface.data.map(heightsOf) }
  return redrawn(() => sketch(parts.surface, themed(figure, root, root.clientWidth < COMPACT_WIDTH)))
}

function redrawn(paint) {
  let canvas = paint()
  return () => {
    canvas.remove()
    canvas = paint()
  }
}
