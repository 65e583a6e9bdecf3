// A panel that is drawn anew when the step shown is another one, or the point asked about.

import { Asked } from "./asked.mjs"

export class Follower {
  constructor(root) {
    this.asked = Asked.of(root)
    this.unlisten = this.asked.listen(() => this.draw())
  }

  show(spec, scene, [track]) {
    Object.assign(this, { track, index: null })
  }

  update(time) {
    const { index } = this.track.at(time)
    if (index === this.index) return
    this.index = index
    this.draw()
  }

  dispose() {
    this.unlisten()
  }
}
