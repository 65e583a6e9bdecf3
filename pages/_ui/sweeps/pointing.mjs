// What the pictures of many runs share: each is made once for its element, and a run in it is
// pointed at, clicked, or gone to with keys.

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

// `picture` hears of what is done in `place`.
export function listen(place, picture) {
  place.tabIndex = 0
  place.onpointermove = (event) => picture.pointed(event)
  // Who goes by keys keeps the place, wherever the pointer is.
  place.onpointerleave = () => document.activeElement === place || picture.at(null)
  place.onclick = (event) => picture.clicked(event)
  place.onkeydown = (event) => picture.pressed(event)
}
