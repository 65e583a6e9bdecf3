// What is learnt: the data with what the model makes of it at the step shown.

import { loadStyles } from "./loading.mjs"

await loadStyles("data.css")

const VIEWS = { curve: () => import("./data_curve.mjs"), network: () => import("./data_network.mjs") }

export default class Data {
  constructor(element, { root }) {
    Object.assign(this, { element, root })
  }

  // `view` names one of VIEWS; whatever else `spec` holds is for it.
  async show(spec, scene, tracks) {
    const { default: View } = await VIEWS[spec.view]()
    if (this.gone) return
    if (!(this.view instanceof View)) {
      this.element.replaceChildren()
      this.view = new View(this.element, this.root)
    }
    this.view.show(spec, tracks)
    this.update(this.time ?? 0)
    if (this.still) this.rest()
  }

  update(time) {
    this.time = time
    this.still = false
    this.view?.update(time)
  }

  rest() {
    this.still = true
    this.view?.rest()
  }

  resize() {
    this.view?.resize()
  }

  dispose() {
    this.gone = true
  }
}
