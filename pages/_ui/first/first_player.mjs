// The player, still without a step.

import { open } from "./opening.mjs"
import { drawPlayer, PLAYERS } from "./still_player.mjs"

open({ ...PLAYERS, draw: drawPlayer })
