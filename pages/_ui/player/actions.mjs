// What can be done with the player, by the names that its buttons and keys have.

import { answerOf } from "./asks.mjs"
import { INSIGHT_KEYS } from "./key_table.mjs"
import { reveal } from "./reveal.mjs"
import { saveOf } from "./saving.mjs"

export const SPEEDS = ["auto", 1, 10, 60, 300, 1000]

// So much wider is the map after one press.
const WIDER = 1.5

export function actionsOf(player) {
  const { head } = player
  return {
    play: () => head.toggle(),
    forward: () => head.go(player.longest().after(head.step)),
    back: () => head.go(player.longest().before(head.step)),
    restart: () => head.go(0),
    end: () => head.go(head.last),
    replay: () => {
      head.go(0)
      head.play()
    },
    scrub: (step) => head.go(head.snap(Number(step))),
    speed: (speed) => setSpeed(player, speed),
    faster: () => changeSpeed(player, 1),
    slower: () => changeSpeed(player, -1),
    whole: () => player.send("view", "whole"),
    wider: () => player.send("view", player.surface.around(WIDER)),
    nearer: () => player.send("view", player.surface.around(1 / WIDER)),
    zoom: (what) => zoomOf(player, ...what.split(" ")),
    save: (what) => saveOf(player, ...what.split(" ")),
    branch: () => branchOff(player, player.visit.stepShown()),
    pin: () => branchOff(player, 0),
    why: () => reveal("[data-panel=postmortem]"),
    rate: (rate) => player.send("rate", rate),
    way: () => player.send("choose", player.scene.way.choose),
    ...Object.fromEntries(INSIGHT_KEYS.map((key) => [`insight ${key}`, () => player.asks.ask(key)])),
  }
}

const ZOOMS = { in: 1 / WIDER, out: WIDER }

// Shows less of a picture about its middle, or more.
function zoomOf(player, name, way) {
  player[name].zoom(ZOOMS[way])
}

// From `step` on, what is chosen next holds; the playhead stays where it is.
function branchOff(player, step) {
  if (!player.scene.insights.some(({ name }) => name === "compare")) return
  player.visit.stay = player.visit.stepShown()
  player.send("branch", step)
  reveal(answerOf("compare"))
}

function changeSpeed(player, by) {
  const next = Math.max(0, Math.min(SPEEDS.length - 1, SPEEDS.indexOf(player.head.speed) + by))
  setSpeed(player, SPEEDS[next])
}

// One of the speeds, by its value or its text; "auto" for any other.
export function setSpeed({ head, parts }, speed) {
  head.speed = SPEEDS.find((known) => String(known) === String(speed)) ?? "auto"
  parts.speed(head.speed)
}
