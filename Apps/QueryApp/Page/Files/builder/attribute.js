// A condition on an attribute of an event.
import { h, show } from '../lib/dom.js';
import { combobox } from '../components/combobox.js';
import { comparison } from './operator.js';
import { firstOperator, operators, valueFor } from './operators.js';

export function attributeEditor(node, pointer, context) {
  const whole = h('div', { class: 'condition' });
  const event = () => context.event.event;
  const types = () => context.catalog.attribute(event(), node.attribute)?.types ?? [];

  function choose(name) {
    const isFirst = !node.attribute;
    const before = types().join();
    node.attribute = name;
    if (types().join() !== before && (isFirst || node.value === '' || node.value === null)) {
      node.operator = firstOperator(types());
      const value = valueFor(operators.get(node.operator).takes, '', types());
      if (value === undefined) delete node.value;
      else node.value = value;
      drawRest();
    } else if (isFirst) {
      drawRest();
    }
    context.changed();
  }

  const name = combobox({
    label: 'Attribute', options: () => context.catalog.attributeOptions(event()), value: node.attribute, free: true,
    placeholder: 'attribute', onchange: choose,
  });
  const rest = h('div', { class: 'condition-rest' });

  function drawRest() {
    show(rest, node.attribute ? comparison(node, { types: types(), samples: [], context }) : null);
  }

  drawRest();
  return show(whole, name, rest);
}
