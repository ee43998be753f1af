package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"anlan/internal/app"
	"anlan/internal/people/access"
	"anlan/internal/people/staff"
	"anlan/internal/platform/config"
)

func staffAddCommand() *cobra.Command {
	var n staff.Newcomer
	cmd := &cobra.Command{
		Use:     "add --email ADDRESS --name NAME --role agent|lead|manager|admin",
		Short:   "Add a person and print the link with which they come in",
		Example: "  anlan staff add --email lin@example.cn --name 林悦 --role agent",
		Args:    cobra.NoArgs,
		RunE: opened(func(cmd *cobra.Command, a *app.Anlan, _ []string) error {
			s, invitation, err := a.Office.Add(cmd.Context(), access.System, n)
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "%s is added as %s and sets a password with this link, which works once, within a week:\n", s.Name, s.Role)
			_, err = fmt.Fprintln(cmd.OutOrStdout(), link(a, "/invitation", invitation))
			return err
		}),
	}
	cmd.Flags().StringVar(&n.Email, "email", "", "with which they sign in")
	cmd.Flags().StringVar(&n.Name, "name", "", "as colleagues and customers see it")
	cmd.Flags().StringVar((*string)(&n.Role), "role", "", "agent, lead, manager or admin")
	return demanded(configured(cmd, config.Store, config.Address, config.Logs), "email", "name", "role")
}

func staffResetFactorCommand() *cobra.Command {
	return configured(&cobra.Command{
		Use:   "reset-factor EMAIL",
		Short: "Take second factor and passkeys from a person who has lost them, and sign them out",
		Long: "Take second factor and passkeys from a person who has lost them, and sign them out everywhere.\n" +
			"They come in by their password again. It is the way back for an admin who is locked out; others ask an admin.",
		Example: "  anlan staff reset-factor lin@example.cn",
		Args:    cobra.ExactArgs(1),
		RunE: within(func(cmd *cobra.Command, a *app.Anlan, args []string) error {
			s, err := a.Office.ResetFactorOf(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s has neither second factor nor passkeys any more, and is signed out everywhere.\n", s.Name)
			return err
		}),
	}, config.Store, config.Logs)
}

func tokenCreateCommand() *cobra.Command {
	var email, scope string
	cmd := &cobra.Command{
		Use:   "create --staff EMAIL --scope all|read|intake|PERMISSION,…",
		Short: "Make an API token for a person and print it, alone, on standard output",
		Example: "  TOKEN=$(anlan token create --staff lin@example.cn --scope read)\n" +
			"  TOKEN=$(anlan token create --staff lin@example.cn --scope conversation.view,conversation.note)",
		Args: cobra.NoArgs,
		RunE: within(func(cmd *cobra.Command, a *app.Anlan, _ []string) error {
			secret, err := a.Office.TokenFor(cmd.Context(), email, access.Scope(strings.ReplaceAll(scope, ",", " ")))
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), secret)
			return err
		}),
	}
	cmd.Flags().StringVar(&email, "staff", "", "address of the person in whose name it acts")
	cmd.Flags().StringVar(&scope, "scope", "", "all: whatever the person may; read: look only; intake: bring messages in only; or permissions of theirs, with commas between")
	return demanded(configured(cmd, config.Store, config.Logs), "staff", "scope")
}

func setupLinkCommand() *cobra.Command {
	return configured(&cobra.Command{
		Use:   "setup-link",
		Short: "Print a fresh link that makes the first admin; it works once, for a day",
		Args:  cobra.NoArgs,
		RunE: opened(func(cmd *cobra.Command, a *app.Anlan, _ []string) error {
			token, open, err := a.Office.OpenSetup(cmd.Context())
			if err != nil {
				return err
			}
			if !open {
				return errors.New("there is an admin already: whoever lost a password gets a new invitation from them")
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), link(a, "/setup", token))
			return err
		}),
	}, config.Store, config.Address, config.Logs)
}

func link(a *app.Anlan, path, token string) string {
	return a.Config.PublicURL + path + "?token=" + url.QueryEscape(token)
}
