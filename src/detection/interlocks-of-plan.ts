import type { UpdateReport } from '../incident/evidence';
import { isSameNode } from '../incident/node-name';
import { isFreeOfPlan } from './update-report';
import type { Judgement } from './interlocks';

/**
 * Words in a step's name that mean work on nodes. Inference: real step names are known from few samples, so the list is wide; a false alarm
 * only blocks.
 */
const NODE_WORK =
  /\b(?:cau|cluster aware|host ?os|os|operating system|firmware|bios|sbe|oem|drivers?|drain\w*|suspend\w*|paus\w*|reboot\w*|restart\w*|maintenance|live ?migrat\w*)\b/i;

/** The plan's present step, as it was last known, neither works on a node nor names this one. */
export function judgePlanStep(update: UpdateReport, node: string): Judgement {
  if (update.state === 'none') return { state: 'green', why: 'There is no update run.' };
  if (update.state === 'succeeded') return { state: 'green', why: 'The update run is finished.' };
  if (update.state === 'unknown')
    return { state: 'unknown', why: 'Where the update is was never read: its plan may work on a node.' };
  const isFree = isFreeOfPlan(update, node);
  if (isFree === false) return { state: 'red', why: `The update's plan has unfinished work on ${node}.` };
  if (update.currentStep === null)
    return { state: 'unknown', why: 'The update runs, but its present step is not known.' };
  const words = spaced(update.currentStep);
  const shown = `"${update.currentStep.slice(0, 120)}"`;
  if (namesNode(update.currentStep, node)) return { state: 'red', why: `The step ${shown} names ${node}.` };
  if (NODE_WORK.test(words))
    return { state: 'red', why: `The step ${shown} works on nodes or their operating system.` };
  return isFree === null
    ? { state: 'unknown', why: `Whether the plan has unfinished work on ${node} could not be read.` }
    : { state: 'green', why: `The step ${shown} does not work on nodes.` };
}

/** Parts words that are written together: `RunCAUOnHost_1` becomes `Run CAU On Host 1`. */
function spaced(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/[_\-./:]+/g, ' ');
}

function namesNode(step: string, node: string): boolean {
  const parts = step.toLowerCase().split(/[^a-z0-9-]+/);
  return parts.some((part) => isSameNode(part, node));
}
