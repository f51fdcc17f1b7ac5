// The choice of an operator: those that fit the property; the others are one step away.
import { h, show } from '../lib/dom.js';
import { operators, operatorsFor, valueFor } from './operators.js';
import { valueField } from './value.js';

const MORE = 'more operators';

/** Conditions for which all operators were asked for; no part of the filter. */
const widened = new WeakSet();

/**
 * The operator and, beside it, the value that it takes. The choice stays where it is when another operator is taken, so
 * that typing ahead in it goes on.
 */
export function comparison(node, { types, samples, context }) {
  const place = h('div', { class: 'condition-rest' });
  const drawValue = () => show(place, valueField(node, operators.get(node.operator)?.takes, { types, samples, context }));
  const select = h('select', { class: 'operator', 'aria-label': 'Operator', onchange: choose });
  drawOptions();
  drawValue();

  function drawOptions() {
    const fitting = widened.has(node) ? [...operators.values()] : operatorsFor(types);
    const current = operators.get(node.operator);
    const shown = current && !fitting.includes(current) ? [current, ...fitting] : fitting;
    const isAll = shown.length === operators.size;
    show(select, shown.map((operator) => h('option', { value: operator.name }, operator.label)),
      isAll ? null : h('option', { value: MORE }, 'More operators…'),
      current ? null : h('option', { value: node.operator }, node.operator));
    select.value = node.operator;
  }

  function choose() {
    if (select.value === MORE) {
      widened.add(node);
      drawOptions();
      return;
    }
    const value = valueFor(operators.get(select.value).takes, node.value, types);
    node.operator = select.value;
    if (value === undefined) delete node.value;
    else node.value = value;
    drawValue();
    context.changed();
  }

  return [select, place];
}
