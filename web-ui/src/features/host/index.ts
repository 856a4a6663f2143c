export { hostQuery, hostsQuery } from './host.api';
export { Health } from './components/Health';
export { HostFilter } from './components/HostFilter';
export { HostPill } from './components/HostPill';
export { useHostAddresses, useHosts } from './hosts';
