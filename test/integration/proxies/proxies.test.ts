import { itDiagnoses } from './set-up.js';
import { balancers, caches, stickyCookies } from './set-ups/balancers.js';
import { fixedProxies, peculiarServers } from './set-ups/fixed.js';
import { changedOrigins } from './set-ups/origin.js';
import { answeredPreflights } from './set-ups/preflights.js';
import { changedPaths, lostQueries, lostUpgrades, serversDown, tlsPorts } from './set-ups/reaching.js';
import { refusals } from './set-ups/refusals.js';
import { changedHeaders } from './set-ups/response-headers.js';

describe('the doctor, asked about the public address of', () => {
  describe('a balancer in front of several nodes', () => itDiagnoses(balancers));
  describe('a balancer that keeps sessions together by a cookie', () => itDiagnoses(stickyCookies));
  describe('a proxy that keeps answers in a cache', () => itDiagnoses(caches));
  describe('a proxy that changes Origin', () => itDiagnoses(changedOrigins));
  describe('a proxy that changes the CORS headers of responses', () => itDiagnoses(changedHeaders));
  describe('a proxy that answers preflights itself', () => itDiagnoses(answeredPreflights));
  describe('a proxy that refuses requests with a page of its own', () => itDiagnoses(refusals));
  describe('a proxy that loses the query', () => itDiagnoses(lostQueries));
  describe('a proxy that does not pass the upgrade on', () => itDiagnoses(lostUpgrades));
  describe('a proxy that changes the path', () => itDiagnoses(changedPaths));
  describe('a proxy whose server is down', () => itDiagnoses(serversDown));
  describe('a proxy that was fixed', () => itDiagnoses(fixedProxies));
  describe('a proxy that changes nothing, and a server with peculiar settings', () =>
    itDiagnoses(peculiarServers));
  describe('a proxy that speaks TLS', () => itDiagnoses(tlsPorts));
});
