export * from '../access/grantee-text';
