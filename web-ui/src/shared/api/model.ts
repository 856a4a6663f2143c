import type { components } from './schema';

/** The server's own words for what it sends, under the nouns of this UI; `npm run types` makes them from its document. */
type Schemas = components['schemas'];

export interface Page<T> {
  items: T[];
  next: string | null;
  total: number;
}

export type Session = Schemas['SessionView'];
export type User = Schemas['UserView'];
export type Role = User['role'];
export type Token = Schemas['TokenView'];
export type AuditEntry = Schemas['AuditEntry'];

/** A refusal as an operation or a container keeps it, or as an answer brings it. */
export type Refusal = Schemas['Problem'] & Partial<Pick<Schemas['ProblemBody'], 'title' | 'detail'>>;

export type Operation = Schemas['OperationView'];
export type OperationState = Operation['state'];
export type HostOutcome = Schemas['HostOutcome'];
export type Step = Schemas['StepView'];

export type Host = Schemas['HostView'];
export type HostState = Host['state'];
export type HostFacts = Schemas['HostFacts'];
export type RuntimeFacts = Schemas['RuntimeFacts'];
export type JoinToken = Schemas['JoinTokenView'];

export type Image = Schemas['ImageView'];
export type ImageDetail = Schemas['ImageDetail'];
export type ImageConfig = Schemas['ConfigFact'];
export type ImageLayers = Schemas['ImageLayers'];
export type ImageLayer = Schemas['ImageLayer'];
export type LayerFile = Schemas['FileFact'];
export type Comparison = Schemas['ImageComparison'];
export type ComparedImage = Schemas['ComparedImage'];
export type ComparedLayer = Schemas['ComparedLayer'];
export type ConfigDifference = Schemas['ConfigDifference'];
export type ComparedFile = Schemas['ComparedFile'];
export type Assembly = Schemas['ImageAssembly'];
export type AssembledLayer = Schemas['AssembledLayer'];
export type LayerConflict = Schemas['LayerConflict'];
export type FoundFiles = Schemas['FoundFiles'];
export type FoundFile = Schemas['FoundFile'];
export type TextDifference = Schemas['TextDifference'];

export type RegistryCheck = Schemas['RegistryCheck'];
export type HostRegistryCheck = Schemas['HostRegistryCheck'];

export type ArchiveUpload = Schemas['ArchiveUpload'];

export type PruneRules = Schemas['PruneRules'];
export type PrunePlan = Schemas['PrunePlan'];
export type HostPrunePlan = Schemas['HostPrunePlan'];
export type PruneEntry = HostPrunePlan['images'][number];
export type Prune = Schemas['Prune'];
export type HostPrune = Schemas['HostPrune'];

export type HostDiskUse = Schemas['HostDiskUse'];
export type DiskUse = Schemas['DiskUse'];
export type Disk = NonNullable<HostDiskUse['disk']>;

export type Registry = Schemas['RegistryView'];
export type RegistrySpec = Schemas['RegistrySpec'];

export type Repository = Schemas['RepositoryView'];
export type RepositoryDetail = Schemas['RepositoryDetail'];
export type RepositoryTag = Schemas['TagView'];
export type Manifest = Schemas['ManifestView'];
export type ManifestDetail = Schemas['ManifestDetail'];
export type ManifestUser = Schemas['ManifestUser'];

export type Container = Schemas['ContainerView'];
export type ContainerSpec = Schemas['ContainerSpec'];
export type ContainerStatus = Schemas['ContainerState'];
export type PortMapping = Schemas['PortMapping'];
export type Phase = ContainerStatus['phase'];

export type System = Schemas['SystemView'];
