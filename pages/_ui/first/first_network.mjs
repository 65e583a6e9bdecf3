// The 2-3-1 network's player with its map, which comes before the surface on a phone.

import Boundary from "./boundary.mjs"
import { open } from "./opening.mjs"
import { drawPlayer, PLAYERS } from "./still_player.mjs"

open({ ...PLAYERS, draw, beside: "[data-panel=boundary] .gd-caption:not(:empty)" })

function draw(frame, scene) {
  const redraw = drawPlayer(frame, scene)
  const element = document.createElement("section")
  Object.assign(element, { className: "gd-panel" }).dataset.panel = "boundary"
  frame.querySelector(".gd-pictures").append(element)
  const map = new Boundary(element, { root: frame })
  const atStart = { params: scene.start.map((value) => [value]), at: () => ({ index: 0 }) }
  map.show(scene.points, scene, [atStart])
  map.update(0)
  return () => {
    redraw()
    map.resize()
  }
}
