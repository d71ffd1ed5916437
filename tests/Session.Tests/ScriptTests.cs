using Spindle.Columnar.Errors;

namespace Spindle.Sql.Tests;

/// <summary>Scripts: blocks, control flow, variables in sight, and handlers.</summary>
public class ScriptTests : Sessions
{
    private string[] Run(string script) => Sorted(Session.Sql(script));

    [Fact]
    public void A_script_gives_what_its_last_query_gives() => Assert.Equal(["6"], Run("""
        BEGIN
            DECLARE total INT = 0;
            DECLARE n INT = 1;
            WHILE n < 4 DO
                SET total = total + n;
                SET n = n + 1;
            END WHILE;
            SELECT 'not this';
            SELECT total;
        END
        """));

    [Fact]
    public void Loops_are_left_and_begun_again_by_their_labels() => Assert.Equal(["1,2,4,"], Run("""
        BEGIN
            DECLARE seen STRING = '';
            DECLARE n INT = 0;
            rounds: LOOP
                SET n = n + 1;
                IF n = 3 THEN ITERATE rounds;
                ELSEIF n > 4 THEN LEAVE rounds;
                END IF;
                SET seen = seen || n || ',';
            END LOOP rounds;
            SELECT seen;
        END
        """));

    [Fact]
    public void A_row_of_FOR_has_its_columns_as_variables() => Assert.Equal(["even|odd|"], Run("""
        BEGIN
            DECLARE text STRING = '';
            FOR r AS SELECT id FROM range(2) ORDER BY id DO
                CASE r.id % 2 WHEN 0 THEN SET text = text || 'even|'; ELSE SET text = text || 'odd|'; END CASE;
            END FOR;
            SELECT text;
        END
        """));

    [Fact]
    public void An_exit_handler_ends_its_block_and_a_continue_handler_the_statement()
    {
        Assert.Equal(["outer goes on"], Run("""
            BEGIN
                BEGIN
                    DECLARE EXIT HANDLER FOR DIVIDE_BY_ZERO SELECT 'handled';
                    SELECT 1 / 0;
                    SELECT 'never';
                END;
                SELECT 'outer goes on';
            END
            """));
        Assert.Equal(["1|5"], Run("""
            BEGIN
                DECLARE failed INT = 0;
                DECLARE x INT = 5;
                DECLARE CONTINUE HANDLER FOR SQLSTATE '22012' SET failed = failed + 1;
                SET x = 1 / 0;
                SELECT failed, x;
            END
            """));
    }

    [Fact]
    public void An_error_that_no_handler_is_for_ends_the_script_and_its_variables()
    {
        var error = Assert.Throws<SpindleException>(() => Run("BEGIN DECLARE own INT = 1; DECLARE EXIT HANDLER FOR NOT FOUND SELECT 2; SIGNAL SQLSTATE '45001' SET MESSAGE_TEXT = 'no ' || own; END"));
        Assert.Equal(("45001", "no 1"), (error.SqlState, error.Message));
        Assert.StartsWith("UNRESOLVED_COLUMN", Assert.Throws<SpindleException>(() => Run("SELECT own")).ErrorClass.Name, StringComparison.Ordinal);
        Assert.Equal("INVALID_LABEL_USAGE.DOES_NOT_EXIST", Assert.Throws<SpindleException>(() => Run("BEGIN LEAVE nowhere; END")).ErrorClass.Name);
    }

    [Fact]
    public void A_list_of_statements_is_not_cut_inside_of_a_script() => Assert.Equal(
        ["SELECT 1", "BEGIN SELECT CASE WHEN true THEN 2 END; IF true THEN SELECT 3; END IF; END", "SELECT 4"],
        Parsing.SqlParser.SplitStatements("SELECT 1; BEGIN SELECT CASE WHEN true THEN 2 END; IF true THEN SELECT 3; END IF; END; SELECT 4"));
}
