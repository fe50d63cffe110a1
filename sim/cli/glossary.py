"""The words of the field, each in a sentence or two for a reader who has never served. `sortie explain` shows them."""

from __future__ import annotations

from typing import Final

GLOSSARY: Final[dict[str, str]] = {
    "abeam": "To the side, at a right angle to the direction of flight. A station 8 nm abeam is 8 nm out to the right.",
    "assignment": "Matching free shooters with targets. Done badly, two go after one target and none after another.",
    "authority": "Who may give an element its task: the controller (central), the element leads among themselves "
    "(delegated), or each for itself (autonomous).",
    "break off": "To stop engaging: the target is gone, the missiles are used up, or the leash is reached.",
    "caveat": "A limit that a partner nation's law puts on its own forces, such as not firing first.",
    "charge": "The flight that an escort protects.",
    "commit": "To leave the station and turn at a threat. A committed element is not guarding anything else meanwhile.",
    "commit range": "How near to the charge a threat must be before escorts go for it. Larger meets threats earlier "
    "and draws escorts away sooner.",
    "common random numbers": "Two plans are run on the same luck, trial by trial, so that what differs is due to the "
    "plans and not to chance.",
    "controller": "A person or post that looks at the picture and gives tasks. It can work on a few tracks at a time; "
    "the others wait in a queue.",
    "coverage gap": "Time during which a real threat was on its way and no armed escort could have met it in time.",
    "datalink": "A radio network over which tracks and orders travel. See link.",
    "doctrine": "A standing habit of choice, such as which targets come first or how many missiles to fire.",
    "egress": "The way out, after the weapons are released.",
    "element": "One to four aircraft that fly, look and fight together; the smallest unit that moves in the model.",
    "eligible": "A track is eligible when it is near enough that a controller may start to work on it.",
    "emission control": "Deciding who may switch the radar on. A silent radar sees nothing, and nobody can hear it.",
    "escort": "Fighters that protect another flight on its way.",
    "exchange ratio": "Losses of the other side divided by own losses, over all trials. Undefined when there were no "
    "own losses.",
    "exponential wait": "A waiting time with no memory: however long it has lasted, the chance of its ending in the "
    "next second is the same.",
    "flight": "Aircraft of one kind with one task. A flight is made of elements.",
    "gateway": "A station that passes messages between two links that cannot hear each other.",
    "group": "Aircraft that a radar sees as one: here, an element of the other side.",
    "ingress": "The way in, to the target.",
    "interceptor": "A fighter sent up to stop an intruder.",
    "interval": "A range around an estimate, made so that in 95 of 100 such studies it holds the true value. More "
    "trials make it narrower.",
    "leaker": "A threat that got through: it reached its own launch range of the bombers with a missile left.",
    "leash": "How far an escort that is engaging may go from its charge. At its end it breaks off and comes back.",
    "link": "A datalink: a radio network with members, a delay, and messages that are sometimes lost and sent again.",
    "missile": "What fighters and sites shoot. It flies out to where its target will be, and hits with a chance that "
    "falls with range and when the target knows of it.",
    "mission success": "All the plain conditions that the scenario states under `success` hold at the end of a trial.",
    "Monte Carlo": "Running the same situation many times with different luck, to see what can happen and how often.",
    "notional": "Made up for teaching, in round numbers. No number here describes a real aircraft, missile or radar.",
    "package": "All flights that work together on one mission: the bombers and everybody who comes along for them.",
    "patrol": "Waiting at a point in the air, ready to go for whatever comes near.",
    "picture": "What one controller, element or site believes about the world: its tracks. Not the truth.",
    "plan": "A file of settings for one side only. Two plans, made without knowing each other, meet in one scenario.",
    "posture": "Where escorts fight: close to their charge, detached ahead of it, or on a sweep far ahead.",
    "push": "The moment the package leaves its waiting point and goes in.",
    "radar": "A sensor that sends and listens. It reaches farther against what reflects more, and it can be heard.",
    "release": "Dropping or launching the bombers' weapons at the target.",
    "seed": "The number that all chance of a study follows from. The same scenario with the same seed gives the same "
    "results, byte for byte on one kind of computer.",
    "service time": "How long a controller spends on one track before it gives an order.",
    "shot": "One missile fired. A salvo is several at once; shoot-look-shoot waits to see the first one's effect.",
    "side": "One of the parties of a scenario. Both are made of the same parts and obey the same rules.",
    "signature": "How much an aircraft reflects of a radar's beam, relative to a large bomber, which is 1.",
    "site": "A radar and missiles on the ground.",
    "sorting": "Agreeing who shoots at which aircraft of a group, so that none is shot twice and none is left out.",
    "station": "The place that an escort keeps relative to its charge: so far ahead, so far to the side.",
    "strike": "The flight that attacks the target on the ground, and its task.",
    "sweep": "A posture: escorts fly far ahead, to clear the way.",
    "tasking": "An order to an element to engage one track. It costs time: waiting, deciding, sending.",
    "threat": "An armed hostile whose habit of choice lets it attack the escorted flight.",
    "TOT": "Time on target: the instant at which weapons shall arrive, with a window around it.",
    "time on target": "The instant at which weapons shall arrive, with a window around it. Also TOT.",
    "track": "What a node knows of one group: where it was, how fast, how long ago. A track that nobody renews "
    "gets old and is dropped.",
    "trial": "One run of the scenario from start to end with one draw of luck.",
    "utilisation": "The share of its time that a controller is busy. Near 1, its queue grows without end.",
    "variant": "A named set of changes to a scenario, such as `no-escorts`.",
    "Wilson interval": "The interval used for shares, such as the share of trials with success. It stays between 0 and "
    "1, and it is honest even when something never happened.",
}
