// A picture as it stands at a time of the playhead: what Plotly holds at rest, and what is saved.

// The part of a run's line that a trace in `role` shows at recorded point `index`.
function cut(xs, ys, role, index, { firstSteps, trail }) {
  const from = role === "now" ? index : role === "trail" ? Math.max(0, index - trail) : 0
  const to = role === "dots" ? Math.min(firstSteps, index + 1) : index + 1
  return { x: xs.slice(from, to), y: ys.slice(from, to) }
}

export function onSurface(scene, tracks, time) {
  return ({ role, run }) => cut(tracks[run].x, tracks[run].y, role, tracks[run].at(time).index, scene)
}

export function onLoss(scene, tracks, time) {
  const { floor } = scene.loss.layout.meta ?? {}
  return ({ role, run }) => {
    const { x, y } = cut(tracks[run].clock, tracks[run].loss, role, tracks[run].at(time).index, scene)
    // What has no logarithm lies on the floor.
    return { x, y: floor ? y.map((loss) => (loss === 0 ? floor : loss)) : y }
  }
}
