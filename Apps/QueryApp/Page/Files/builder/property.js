// A condition on a property: which one, how it is compared, and with what.
import { h, show } from '../lib/dom.js';
import { combobox } from '../components/combobox.js';
import { comparison } from './operator.js';
import { firstOperator, operators, valueFor } from './operators.js';
import { become } from './nodes.js';

export function propertyEditor(node, pointer, context) {
  const whole = h('div', { class: 'condition' });
  const isTracked = () => 'tracked' in node;
  const name = () => (isTracked() ? node.tracked : node.property);
  const known = () => context.catalog.property(context.kind, isTracked(), name());

  function choose(key) {
    const space = key.startsWith('tracked ') ? 'tracked' : 'property';
    const chosen = key.replace(/^(tracked|property) /, '');
    const types = context.catalog.property(context.kind, space === 'tracked', chosen)?.types ?? [];
    const operator = operators.get(node.operator)?.types.some((type) => types.includes(type)) && name() ? node.operator : firstOperator(types);
    const { takes } = operators.get(operator);
    const value = valueFor(takes, '', types);
    become(node, { [space]: chosen, operator, ...(value === undefined ? {} : { value }) });
    draw();
    context.changed();
    whole.querySelector('.operator')?.focus();
  }

  function draw() {
    const types = known()?.types ?? [];
    const key = name() ? `${isTracked() ? 'tracked' : 'property'} ${name()}` : '';
    const options = () => {
      const list = context.catalog.propertyOptions(context.kind);
      return key && !known() ? [{ value: key, label: name(), group: 'In this filter' }, ...list] : list;
    };
    show(whole,
      combobox({ label: 'Property', options, value: key, placeholder: 'Choose a property', onchange: choose }),
      name() ? comparison(node, { types, samples: known()?.samples ?? [], context }) : null);
  }

  draw();
  return whole;
}
