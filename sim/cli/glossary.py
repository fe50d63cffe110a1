"""The words of the field, each in a sentence or two for a reader who has never served. `sortie explain` shows them."""

from __future__ import annotations

from typing import Final

GLOSSARY: Final[dict[str, str]] = {
    "abeam": "To the side, at a right angle to the direction of flight. A station 8 nm abeam is 8 nm out to the right.",
    "ambiguity": "How many tracks a picture has for each real group that it holds. Above 1, something is held twice.",
    "assignment": "Matching free shooters with targets. Done badly, two go after one target and none after another.",
    "authority": "Who may give an element its task: the controller (central), the element leads among themselves "
    "(delegated), or each for itself (autonomous).",
    "break off": "To stop engaging: the target is gone, the missiles are used up, or the leash is reached.",
    "burn-through": "The distance at which a radar sees its target in spite of jamming.",
    "caveat": "A limit that a partner nation's law puts on its own forces, such as not firing first.",
    "charge": "The flight that an escort protects.",
    "commit": "To leave the station and turn at a threat. A committed element is not guarding anything else meanwhile.",
    "commit range": "How near to the charge a threat must be before escorts go for it. Larger meets threats earlier "
    "and draws escorts away sooner.",
    "common random numbers": "Two plans are run on the same luck, trial by trial, so that what differs is due to the "
    "plans and not to chance.",
    "completeness": "The share of what is really there that a picture holds.",
    "controller": "A person or post that looks at the picture and gives tasks. It can work on a few tracks at a time; "
    "the others wait in a queue.",
    "correlation": "How much two things go together, from -1 over 0 (not at all) to 1 (in step). Between two plans on "
    "the same luck, a high one makes their comparison sharper.",
    "coverage gap": "Time during which a real threat was on its way and no armed escort could have met it in time.",
    "datalink": "A radio network over which tracks and orders travel. See link.",
    "design point": "One setting of all factors of a sweep. Each is played for the same trials, on the same luck.",
    "doctrine": "A standing habit of choice, such as which targets come first or how many missiles to fire.",
    "dual track": "One group that a node takes for two, because it did not recognise news of what it held already. "
    "Orders and missiles are wasted on it.",
    "egress": "The way out, after the weapons are released.",
    "element": "One to four aircraft that fly, look and fight together; the smallest unit that moves in the model.",
    "eligible": "A track is eligible when it is near enough that a controller may start to work on it.",
    "emission control": "Deciding who may switch the radar on, and when. A silent radar sees nothing, and nobody can "
    "hear it.",
    "escort": "Fighters that protect another flight on its way.",
    "exchange ratio": "Losses of the other side divided by own losses, over all trials. Undefined when there were no "
    "own losses.",
    "expected value": "The mean, over all trials, of the points that the scenario's weights give to what happened.",
    "exponential wait": "A waiting time with no memory: however long it has lasted, the chance of its ending in the "
    "next second is the same.",
    "factor": "What a sweep varies: a knob or a setting. Its values are its levels.",
    "flight": "Aircraft of one kind with one task. A flight is made of elements.",
    "flip": "A trial in which a yes/no metric is not the same under two plans, though the luck is: saved by one, lost "
    "by the other. Its number is told, so that it can be looked at.",
    "gateway": "A station that passes messages between two links that cannot hear each other.",
    "glimpse": "One look of a scanning sensor, once each scan. It may take several that succeed before a target counts "
    "as detected, such as three of the last five.",
    "group": "Aircraft that a radar sees as one: here, an element of the other side.",
    "half-width": "Half the length of an interval: how far it reaches up and down. See precision.",
    "Holm": "A way to be fair when many questions are asked at once: the more there are, the clearer each answer must "
    "be. Named after its author.",
    "ingress": "The way in, to the target.",
    "inject": "Something that an instructor lets happen at a given time, such as the loss of a controller. Switched on "
    "with --inject, and compared with and without.",
    "interaction": "The effect of one factor depends on the level of another. Then neither effect can be told alone.",
    "interceptor": "A fighter sent up to stop an intruder.",
    "interval": "A range around an estimate, made so that in 95 of 100 such studies it holds the true value. More "
    "trials make it narrower.",
    "Latin hypercube": "A design in which every factor takes as many different levels as there are points, each once. "
    "It covers many factors with few points.",
    "jammer": "Noise that shortens the range of hostile radars against those near it, or spoils hostile links. It can "
    "be heard itself.",
    "leaker": "A threat that got through: it reached its own launch range of the bombers with a missile left.",
    "leash": "How far an escort that is engaging may go from its charge. At its end it breaks off and comes back.",
    "link": "A datalink: a radio network with members, a delay, and messages that are sometimes lost and sent again.",
    "main effect": "What a factor does on average over everything else: the metric at its one end less at its other. "
    "Misleading where there is an interaction.",
    "McNemar": "The test for yes/no metrics on the same luck: it counts flips both ways and asks how likely so uneven "
    "a count is by chance. Named after its author.",
    "missile": "What fighters and sites shoot. It flies out to where its target will be, and hits with a chance that "
    "falls with range and when the target knows of it.",
    "mission success": "All the plain conditions that the scenario states under `success` hold at the end of a trial.",
    "Monte Carlo": "Running the same situation many times with different luck, to see what can happen and how often.",
    "nearly orthogonal": "A Latin hypercube whose factors hardly go together (correlation at most 0.05), so that their "
    "effects can be told apart.",
    "notional": "Made up for teaching, in round numbers. No number here describes a real aircraft, missile or radar.",
    "optimism": "The best of many looks better than it is, because luck helped to make it the best. The more were "
    "tried, the more so.",
    "package": "All flights that work together on one mission: the bombers and everybody who comes along for them.",
    "paired difference": "What one plan has more than another in the same trial, on the same luck. Its mean is known "
    "far better than two means apart.",
    "patrol": "Waiting at a point in the air, ready to go for whatever comes near.",
    "picture": "What one controller, element or site believes about the world: its tracks. Not the truth.",
    "plan": "A file of settings for one side only. Two plans, made without knowing each other, meet in one scenario.",
    "posture": "Where escorts fight: close to their charge, detached ahead of it, or on a sweep far ahead.",
    "precision": "How narrow an interval shall be: --precision success=0.02 plays as many trials as it takes for 0.02 "
    "up and down. A pilot of 200 trials says how many that is.",
    "push": "The moment the package leaves its waiting point and goes in.",
    "radar": "A sensor that sends and listens. It reaches farther against what reflects more, and it can be heard.",
    "regret": "By how much a plan misses the best plan of that trial, in the scenario's points. Small regret means "
    "seldom far from the best.",
    "release": "Dropping or launching the bombers' weapons at the target.",
    "response surface": "A smooth curve in all factors, laid through the results of a sweep. How well it fits is told "
    "with it; where it fits badly it says nothing.",
    "seed": "The number that all chance of a study follows from. The same scenario with the same seed gives the same "
    "results, byte for byte on one kind of computer.",
    "service time": "How long a controller spends on one track before it gives an order.",
    "shot": "One missile fired. A salvo is several at once; shoot-look-shoot waits to see the first one's effect.",
    "side": "One of the parties of a scenario. Both are made of the same parts and obey the same rules.",
    "signature": "How much an aircraft reflects of a radar's beam, relative to a large bomber, which is 1.",
    "site": "A radar and missiles on the ground.",
    "sorting": "Agreeing who shoots at which aircraft of a group, so that none is shot twice and none is left out.",
    "spuriousness": "The share of the tracks in a picture that are of what is not there any more.",
    "station": "The place that an escort keeps relative to its charge: so far ahead, so far to the side.",
    "strike": "The flight that attacks the target on the ground, and its task.",
    "sweep": "A posture: escorts fly far ahead, to clear the way.",
    "tasking": "An order to an element to engage one track. It costs time: waiting, deciding, sending.",
    "threat": "An armed hostile whose habit of choice lets it attack the escorted flight.",
    "time on target": "The instant at which weapons shall arrive, with a window around it. Also TOT.",
    "tornado": "A chart of main effects, one bar per factor, the longest on top. It shows at a glance what matters.",
    "TOT": "Time on target: the instant at which weapons shall arrive, with a window around it.",
    "track": "What a node knows of one group: where it was, how fast, how long ago. A track that nobody renews "
    "gets old and is dropped.",
    "trial": "One run of the scenario from start to end with one draw of luck.",
    "utilisation": "The share of its time that a controller is busy. Near 1, its queue grows without end.",
    "variance ratio": "How much the same luck helped a comparison: below 1 it is sharper than with independent luck, "
    "at 0.25 as sharp as with four times as many trials. Above 1 it did harm.",
    "variant": "A named set of changes to a scenario, such as `no-escorts`.",
    "Wilson interval": "The interval used for shares, such as the share of trials with success. It stays between 0 and "
    "1, and it is honest even when something never happened.",
    "world": "One set of all the physical numbers, each up to a quarter more or less than written. --worlds asks a "
    "comparison again in many of them, since all numbers here are invented.",
    "worst tenth": "The mean of the worst tenth of all trials. Two plans with the same mean can differ much here.",
}
