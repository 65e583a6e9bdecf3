// What the pictures of many runs share: each is made once for its element, and a run in it is
// pointed at, clicked, or gone to with keys.

import { placeOf } from "./canvas.mjs"

// The functions that a component's module exports, for a class with receive(component) and a `canvas`.
export function mounted(Picture) {
  const pictures = new WeakMap()
  return {
    // Called for every message and every change of theme.
    show(component) {
      const { parentElement } = component
      if (!pictures.has(parentElement)) pictures.set(parentElement, new Picture(parentElement.querySelector(".gs")))
      pictures.get(parentElement).receive(component)
    },

    dispose(parentElement) {
      pictures.get(parentElement)?.canvas.dispose()
      pictures.delete(parentElement)
    },
  }
}

// `picture` hears of what is done in `place`. What it says is what opens: another run is said only when
// the pointer or a key has moved, never because the page or the picture has moved under a pointer at rest.
export function listen(place, picture) {
  const pointer = {}
  const pointed = (event) => {
    Object.assign(pointer, { held: false, clientX: event.clientX, clientY: event.clientY })
    const spot = placeOf(event, place)
    const same = picture.pointing && pointer.x === spot.x && pointer.y === spot.y
    Object.assign(pointer, spot)
    if (!same) picture.pointed(spot)
  }
  const rests = ({ clientX, clientY }) => pointer.clientX === clientX && pointer.clientY === clientY
  place.tabIndex = 0
  place.onpointermove = (event) => (pointer.held && rests(event)) || pointed(event)
  place.onpointerdown = pointed
  // Who goes by keys keeps the place, wherever the pointer is.
  place.onpointerleave = () => document.activeElement === place || picture.at(null)
  place.onclick = () => {
    pointer.held = true
    picture.open()
  }
  place.onkeydown = (event) => {
    if (picture.pressed(event)) Object.assign(pointer, { held: true, x: NaN })
  }
}
