// Whether everything that a filter needs has been filled in. What is wrong with what is there, the server says.
import { operators, hasValue } from './operators.js';
import { kindOf } from './nodes.js';

const leaf = (name) => (node) => {
  const operator = operators.get(node.operator);
  return node[name].trim() !== '' && (!operator || hasValue(operator.takes, node.value));
};

const group = (name) => (node) => node[name].every(isComplete) && (name === 'all' || node[name].length > 0);

const isWhole = (where) => where === undefined || Object.keys(where).length === 0 || isComplete(where);

const isStepWhole = (step) => {
  const event = step.not ?? step;
  return event.event.trim() !== '' && isWhole(event.where);
};

/** No end of the time is empty; one may be absent. */
const isTimeWhole = (window) => window === undefined || Object.values(window).every((end) => end !== '');

const isCountWhole = (count) => count === undefined || Object.values(count).every((number) => number !== null);

const isAggregateWhole = (part) => part === undefined
  || Boolean(part.attribute) && hasValue(part.operator === 'between' ? 'range' : 'number', part.value);

const CHECKS = {
  all: group('all'), any: group('any'), not: (node) => isComplete(node.not),
  property: leaf('property'), tracked: leaf('tracked'), attribute: leaf('attribute'),
  event: (node) => node.event.trim() !== '' && isWhole(node.where) && isWhole(node.having) && isAggregateWhole(node.aggregate)
    && isTimeWhole(node.within) && isCountWhole(node.count) && isCountWhole(node.periods),
  sequence: (node) => node.sequence.every(isStepWhole) && node.within !== '' && isTimeWhole(node.window),
  segment: (node) => node.segment !== '', list: (node) => node.list !== '',
  company: (node) => isComplete(node.company), contacts: (node) => isComplete(node.contacts) && isCountWhole(node.count),
};

/** A node that the builder cannot draw is as it was typed: the server looks at it. */
export function isComplete(node) {
  const kind = kindOf(node);
  return !kind || (CHECKS[kind]?.(node) ?? true);
}
