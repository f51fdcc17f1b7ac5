/*
 * The stub: put inline into a page before anything that calls `window.Erxes`. It keeps the calls that are made
 * before the widget is loaded (1,000 at most, then the newest are dropped), with the time of each, and the widget
 * replays them.
 */
(function (page) {
  if (page.Erxes) return;
  var queue = [];
  var stub = { queue: queue };
  ['sendEvent', 'identifyCustomer', 'updateCustomerProperty', 'updateCustomerProperties'].forEach(function (name) {
    stub[name] = function () {
      // Through the stub, not the variable: once loaded, the widget puts itself there.
      if (!(stub.queue.length >= 1000)) stub.queue.push([name, [].slice.call(arguments), Date.now()]);
    };
  });
  page.Erxes = page.Strata = stub;
})(window);
