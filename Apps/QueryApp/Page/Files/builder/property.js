// A condition on a property: which one, how it is compared, and with what.
import { h, show } from '../lib/dom.js';
import { combobox } from '../components/combobox.js';
import { comparison } from './operator.js';
import { firstOperator, operators, valueFor } from './operators.js';
import { become } from './nodes.js';

/** @param {function} redraw draws a node that has become of another kind, and gives its row. */
export function propertyEditor(node, pointer, context, redraw) {
  const whole = h('div', { class: 'condition' });
  const isTracked = () => 'tracked' in node;
  const name = () => (isTracked() ? node.tracked : node.property);
  const known = () => context.catalog.property(context.kind, isTracked(), name());

  function choose(key, hasLeft) {
    const [, space, chosen] = key.match(/^(\w+) (.*)$/s);
    if (space === 'company') {
      become(node, { company: { all: [begun('companies', 'property', chosen)] }, quantifier: 'any' });
      const row = redraw();
      if (!hasLeft) row.querySelector('.operator')?.focus();
      return;
    }
    become(node, begun(context.kind, space, chosen));
    draw();
    context.changed();
    if (!hasLeft) whole.querySelector('.operator')?.focus();
  }

  /** A condition on that property; the operator stays where it fits. */
  function begun(kind, space, chosen) {
    const types = context.catalog.property(kind, space === 'tracked', chosen)?.types ?? [];
    const fits = name() && operators.get(node.operator)?.types.some((type) => types.includes(type));
    const operator = fits ? node.operator : firstOperator(types);
    const value = valueFor(operators.get(operator).takes, '', types);
    return { [space]: chosen, operator, ...(value === undefined ? {} : { value }) };
  }

  function draw() {
    const types = known()?.types ?? [];
    const key = name() ? `${isTracked() ? 'tracked' : 'property'} ${name()}` : '';
    const options = () => {
      const list = context.catalog.propertyOptions(context.kind, { ofCompany: context.allowed.includes('company') });
      return key && !known() ? [{ value: key, label: name(), group: 'In this filter' }, ...list] : list;
    };
    show(whole,
      combobox({
        label: 'Property', options, value: key, placeholder: 'Choose a property', onchange: choose,
        other: (text) => ({ value: `property ${text}`, label: `Use “${text}”`, group: 'Not known yet' }),
      }),
      name() ? comparison(node, { types, samples: known()?.samples ?? [], context }) : null);
  }

  draw();
  return whole;
}
