import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import negotiationrecord.ApiClient;
import negotiationrecord.ApiException;
import negotiationrecord.JSON;
import negotiationrecord.api.PositionsApi;
import negotiationrecord.api.StatementsApi;
import negotiationrecord.model.Authority;
import negotiationrecord.model.Problem;
import negotiationrecord.model.Statement;
import negotiationrecord.model.StatementPage;

/** What a user of the Java client does, against the server whose address is given. */
public class UsesJava {
    public static void main(String[] arguments) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(arguments[0]);
        StatementsApi statements = new StatementsApi(client);

        List<String> walked = new ArrayList<>();
        String cursor = null;
        do {
            StatementPage page = statements.listStatements(
                StatementsApi.APIListStatementsRequest.newBuilder()
                    .pageSize(40).party(List.of("russia", "ukraine")).cursor(cursor).build());
            page.getResults().forEach(statement -> walked.add(statement.getSlug()));
            cursor = page.getNext() == null
                ? null : page.getNext().getQuery().replaceAll(".*cursor=([^&]*).*", "$1");
        } while (cursor != null);
        System.out.println(walked.stream().collect(Collectors.joining(" ")));

        Statement one = statements.getStatement(
            StatementsApi.APIGetStatementRequest.newBuilder()
                .slug("ryabkov-principal-irritant").build());
        System.out.println(one.getAuthority() == Authority.DEPUTY_MINISTER);
        System.out.println(one.getSaidOn() == null);

        int rows = new PositionsApi(client).getMatrix(
            PositionsApi.APIGetMatrixRequest.newBuilder()
                .issue(List.of("start-treaty")).build()).getRows().size();
        System.out.println(rows);

        try {
            statements.getStatement(
                StatementsApi.APIGetStatementRequest.newBuilder().slug("nobody").build());
        } catch (ApiException refused) {
            Problem problem =
                JSON.getDefault().getMapper().readValue(refused.getResponseBody(), Problem.class);
            System.out.println(problem.getStatus() + " " + problem.getType());
        }
    }
}
