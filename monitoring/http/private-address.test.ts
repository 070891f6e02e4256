import { expect, it } from 'vitest';
import { publicFetch } from './outbound-fetch.ts';
import { isPrivateUrl, PrivateAddressError } from './private-address.ts';

const nobody = () => Promise.reject(new Error('no such name'));

it.each([
  'http://127.0.0.1:11434/v1',
  'http://127.1/v1',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://10.2.3.4',
  'http://172.31.0.1',
  'http://192.168.1.1',
  'http://169.254.169.254/latest/meta-data',
  'http://100.100.100.200',
  'http://0.0.0.0:8000',
  'http://[::1]:8000',
  'http://[::]',
  'http://[::ffff:10.0.0.1]',
  'http://[fd12::1]',
  'http://[fe80::1]',
  'http://localhost:8000',
  'http://metadata.google.internal',
  'http://gpu.local',
  'not a url',
])('%s is not of the public network', async (url) => {
  expect(await isPrivateUrl(url, nobody)).toBe(true);
});

it.each([
  'https://1.1.1.1',
  'https://[2606:4700::1111]',
  'https://172.32.0.1',
  'https://nobody-knows.example',
])('%s is public, or nowhere', async (url) => {
  expect(await isPrivateUrl(url, nobody)).toBe(false);
});

it('a name counts by every address that it has', async () => {
  expect(await isPrivateUrl('https://api.example.com', async () => ['93.184.216.34'])).toBe(false);
  expect(await isPrivateUrl('https://api.example.com', async () => ['93.184.216.34', '10.0.0.7'])).toBe(true);
});

it.each(['http://127.0.0.1:9/', 'http://[::1]:9/', 'http://localhost:9/'])(
  '%s is not connected to by who may reach the public network only',
  async (url) => {
    for (const body of [null, new Blob(['x'])])
      await expect(publicFetch(url, { method: 'POST', body })).rejects.toMatchObject({
        cause: expect.any(PrivateAddressError) as unknown,
      });
  },
);
