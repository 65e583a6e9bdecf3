// The walker before the first step: the same mountain, numbers and bet, with nothing to press yet.

import { Betting } from "./betting.mjs"
import { themeColors } from "./colors.mjs"
import { Mountain } from "./mountain.mjs"
import { open } from "./opening.mjs"
import { build, SIGHT } from "./panel.mjs"
import { Walk } from "./walk.mjs"
import { sentence } from "./words.mjs"

open({ draw, picture: ".gw-picture", drawn: ".gw-line[d]" })

function draw(frame, { curves }) {
  const root = frame.querySelector(".gw")
  themeColors(root)
  const panel = build(root, {})
  panel.grounds(curves)
  const mountain = new Mountain(panel.picture)
  const { walk, ground } = asked(panel.bet, curves)
  const paint = () => {
    mountain.show(walk.curve, panel.picture.clientWidth, panel.picture.clientHeight)
    panel.choices({ ground, rate: walk.rate, sight: SIGHT, reach: mountain.reach(SIGHT), lifted: false })
    mountain.draw({ walk, shown: walk.w, sight: SIGHT, lifted: false, marks: [] })
  }
  panel.numbers(walk, sentence(walk), true)
  panel.buttons({ walk, playing: false, waiting: true })
  paint()
  return paint
}

// The walk that the first bet is about.
function asked(card, curves) {
  const known = Object.fromEntries(curves.map((curve) => [curve.key, curve]))
  let first = null
  const betting = new Betting(card, known, {
    set: (ground, start = known[ground].start, rate = known[ground].rate) => {
      first = { ground, walk: new Walk(known[ground], start, rate) }
    },
  })
  betting.begin()
  return first
}
