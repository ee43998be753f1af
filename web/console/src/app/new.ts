/** What somebody may begin from anywhere. */
export type New = "conversation" | "contact" | "organisation";
