/** The nouns, under their own names, as the API's description has them. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Account = Schemas["Account"];
export type Alert = Schemas["Alert"];
export type Begun = Schemas["BegunUpload"];
export type Notices = Schemas["Notices"];
export type Part = Schemas["Upload"];
export type ChannelView = Schemas["ChannelView"];
export type Changes = Schemas["Changes"];
export type Channel = Schemas["Channel"];
export type Draft = Schemas["Draft"];
export type Emoji = Schemas["Emoji"];
export type File = Schemas["File"];
export type FollowedThread = Schemas["FollowedThread"];
export type Hours = Schemas["Hours"];
export type History = Schemas["History"];
export type Happened = Schemas["Happened"];
export type Item = Schemas["Item"];
export type Joined = Schemas["Joined"];
export type Member = Schemas["Member"];
export type Membership = Schemas["Membership"];
export type Message = Schemas["Message"];
export type Person = Schemas["Person"];
export type Planned = Schemas["Planned"];
export type Presence = Schemas["Presence"];
export type Preview = Schemas["Preview"];
export type Kept = Schemas["Kept"];
export type Reading = Schemas["Reading"];
export type Role = Schemas["Role"];
export type Saved = Schemas["Saved"];
export type ServerFrame = Schemas["ServerFrame"];
export type SharedFile = Schemas["SharedFile"];
export type Status = NonNullable<Person["status"]>;
export type Snapshot = Schemas["Snapshot"];
export type UserGroup = Schemas["UserGroup"];
export type Workspace = Schemas["Workspace"];
