import { ENTRIES } from '../../../src/diagnose/entries/quota';
import { describeMessages } from '../describe-messages';

describeMessages(ENTRIES, {
  messages: {
    'ecs-docker-hub-limit': { kind: 'too-many-requests', fix: 'Log in to Docker Hub' },
    'push-rate-exceeded': { kind: 'too-many-requests', fix: 'aws service-quotas' },
  },
  clientMessages: {
    '22-push-maximages': { kind: 'quota-exceeded', contains: ['10000', 'lifecycle'] },
    '39-throttle-login': { kind: 'too-many-requests', contains: ['12 hours'], doesNotContain: ['429'] },
  },
  publicMessages: {
    '070-notecr-dockerhub-limit': { kind: 'too-many-requests', contains: [] },
    '087-quota-images-1000': { kind: 'quota-exceeded', contains: ['lifecycle'] },
    '105-throttle-gettoken': { kind: 'too-many-requests', contains: ['12 hours'] },
    '106-throttle-ecs-agent': { kind: 'too-many-requests', contains: ['reach the limit'] },
    '231-tags-per-image-1000': { kind: 'quota-exceeded', contains: ['1,000 tags'] },
    '236-shippable-getlogin-throttled-eval': { kind: 'too-many-requests', contains: ['12 hours'] },
  },
});
