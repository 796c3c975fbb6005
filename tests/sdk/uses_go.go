// What a user of the Go client does, against the server whose address is given.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	record "localhost/negotiation-record/client"
)

func main() {
	settings := record.NewConfiguration()
	settings.Servers = record.ServerConfigurations{{URL: os.Args[1]}}
	client := record.NewAPIClient(settings)
	ctx := context.Background()

	page, _, err := client.StatementsAPI.ListStatements(ctx).
		Party([]string{"russia", "ukraine"}).
		Mode([]record.StatementMode{record.STATEMENTMODE_DIRECT, record.STATEMENTMODE_FRAGMENT}).
		PageSize(500).Execute()
	if err != nil {
		panic(err)
	}
	slugs := []string{}
	for _, statement := range page.Results {
		slugs = append(slugs, statement.Slug)
	}
	fmt.Println(strings.Join(slugs, " "))

	one, _, err := client.StatementsAPI.GetStatement(ctx, "ryabkov-principal-irritant").Execute()
	if err != nil {
		panic(err)
	}
	fmt.Println(one.Authority == record.AUTHORITY_DEPUTY_MINISTER, one.SaidOn.Get() == nil)

	_, _, err = client.StatementsAPI.GetStatement(ctx, "nobody").Execute()
	problem := err.(*record.GenericOpenAPIError).Model().(record.Problem)
	fmt.Println(problem.Status, problem.Type)
}
