import Module, { createRequire } from 'node:module';
import { expect } from 'chai';
import {
  forgetsConstructorOptions,
  installedSocketIo,
  isSocketIo4,
  knowsAllowEio3,
} from '../../src/v4/target.js';

describe('installedSocketIo', () => {
  it('is the release beside this package', () => {
    const { version } = createRequire(import.meta.url)('socket.io/package.json') as { version: string };
    expect(installedSocketIo()).to.equal(version);
  });

  const others: { desc: string; load: () => unknown }[] = [
    {
      desc: 'none is installed',
      load: () => {
        throw new Error("Cannot find module 'socket.io/package.json'");
      },
    },
    { desc: 'its package.json has no version', load: () => ({}) },
  ];
  for (const { desc, load } of others) {
    it(`is unknown if ${desc}`, () => {
      const module = Module as unknown as { _load: (id: string, ...rest: unknown[]) => unknown };
      const real = module._load;
      module._load = (id, ...rest) =>
        /socket\.io[\\/]package\.json$/.test(id) ? load() : real.call(module, id, ...rest);
      try {
        expect(installedSocketIo()).to.equal(undefined);
      } finally {
        module._load = real;
      }
    });
  }
});

describe('knowsAllowEio3', () => {
  it('is true from 3.1.0 on', () => {
    expect(['3.0.0', '3.0.5', '3.1.0', '4.0.0'].map(knowsAllowEio3)).to.deep.equal([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('forgetsConstructorOptions', () => {
  it('is true up to 3.0.1; 3.0.2 merges them', () => {
    expect(['3.0.0', '3.0.1', '3.0.2', '4.8.4'].map(forgetsConstructorOptions)).to.deep.equal([
      ...[true, true, false, false],
    ]);
  });
});

describe('isSocketIo4', () => {
  it('is true for every 4, prereleases too, and for no other', () => {
    expect(['3.1.2', '4.0.0-alpha1', '4.0.0', '4.8.4', '5.0.0'].map(isSocketIo4)).to.deep.equal([
      ...[false, true, true, true, false],
    ]);
  });
});
