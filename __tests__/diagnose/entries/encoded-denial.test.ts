import { ENTRIES } from '../../../src/diagnose/entries/encoded-denial';
import { describeMessages } from '../describe-messages';

describeMessages(ENTRIES, {
  messages: {
    'encoded-denial': {
      kind: 'encoded-denial',
      fix: '--encoded-message 4Ai9qvVQYCx3kKoQaOtnKpzKCvrDlzzn_8R3vhbWP-TGw5hHcV-nA1oa2OYqRJGLTVXT5ObYDbfI1VxJv6wIxIkcDra0j\n',
    },
  },
});
