import { createSharedLooks } from '../../src/effects/shared-looks';
import { report } from '../incident/support/builders';

/** A look that ends when it is told to. */
function slowLook() {
  const done: (() => void)[] = [];
  let count = 0;
  const look = () => {
    count += 1;
    const checkId = `look-${count}`;
    return new Promise<ReturnType<typeof report>>((resolve) =>
      done.push(() => resolve({ ...report(0), checkId })),
    );
  };
  return { look, count: () => count, end: () => done.forEach((finish) => finish()) };
}

describe('who wants a look while one is under way', () => {
  test('gets its report: the cluster is looked at once', async () => {
    const looks = createSharedLooks();
    const slow = slowLook();
    const both = [looks.join('hci-01', slow.look), looks.join('hci-01', slow.look)];
    slow.end();
    const [first, second] = await Promise.all(both);
    expect(slow.count()).toBe(1);
    expect(second).toBe(first);
  });

  test('looks for itself when it is another cluster, when the look has ended, or before a run', async () => {
    const looks = createSharedLooks();
    const slow = slowLook();
    const first = looks.join('hci-01', slow.look);
    const other = looks.join('hci-02', slow.look);
    const beforeRun = looks.begin('hci-01', slow.look);
    slow.end();
    await Promise.all([first, other, beforeRun]);
    expect(slow.count()).toBe(3);
    const later = looks.join('hci-01', slow.look);
    slow.end();
    await later;
    expect(slow.count()).toBe(4);
  });

  test('can look again after one that failed', async () => {
    const looks = createSharedLooks();
    await expect(looks.join('hci-01', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const slow = slowLook();
    const again = looks.join('hci-01', slow.look);
    slow.end();
    await again;
    expect(slow.count()).toBe(1);
  });
});
