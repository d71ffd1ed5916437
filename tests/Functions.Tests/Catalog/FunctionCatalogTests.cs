using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;
using Xunit;

namespace Spindle.Functions.Tests.Catalog;

public class FunctionCatalogTests
{
    private static readonly SessionSnapshot Session = new();

    [Fact]
    public void Every_entry_can_be_found_by_each_of_its_names()
    {
        foreach (var entry in FunctionCatalog.BuiltIn.Entries)
            foreach (var name in entry.Names)
                Assert.Same(entry, FunctionCatalog.BuiltIn.Find(name.ToUpperInvariant()));
    }

    [Fact]
    public void Every_entry_says_what_it_does_in_one_sentence() =>
        Assert.All(FunctionCatalog.Declared.Entries, e => Assert.Matches(@"^\S.{6,}[.\)d]$", e.Description));

    [Theory]
    [InlineData("+", "decimal(15,2)", "decimal(15,2)", "decimal(16,2)")]
    [InlineData("*", "decimal(15,2)", "decimal(15,2)", "decimal(31,4)")]
    [InlineData("/", "decimal(15,2)", "decimal(15,2)", "decimal(33,18)")]
    [InlineData("+", "int", "bigint", "bigint")]
    [InlineData("/", "int", "int", "double")]
    [InlineData("div", "int", "int", "bigint")]
    [InlineData("+", "string", "int", "bigint")]
    [InlineData("*", "float", "int", "double")]
    [InlineData("*", "decimal(10,2)", "double", "double")]
    [InlineData("+", "int", "decimal(5,2)", "decimal(13,2)")]
    public void Arithmetic_has_Sparks_result_types(string op, string left, string right, string expected) =>
        Assert.Equal(expected, Bind(op, Column("a", left), Column("b", right)).Type.Name);

    [Fact]
    public void A_whole_constant_is_the_narrowest_decimal_beside_a_decimal() =>
        Assert.Equal("decimal(17,2)", Bind("*", Column("a", "decimal(15,2)"), Literal.Of(2)).Type.Name);

    [Theory]
    [InlineData("sum", "decimal(15,2)", "decimal(25,2)")]
    [InlineData("avg", "decimal(15,2)", "decimal(19,6)")]
    [InlineData("sum", "int", "bigint")]
    [InlineData("avg", "int", "double")]
    [InlineData("count", "int", "bigint")]
    public void Aggregates_have_Sparks_result_types(string function, string input, string expected) =>
        Assert.Equal(expected, Bind(function, Column("a", input)).Type.Name);

    [Fact]
    public void A_boolean_and_a_number_do_not_add_up() =>
        Assert.Equal("DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES", Assert.Throws<SpindleException>(() => Bind("+", Literal.True, Literal.Of(1))).ErrorClass.Name);

    [Fact]
    public void A_wrong_number_of_arguments_is_an_error() =>
        Assert.Equal("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", Assert.Throws<SpindleException>(() => Bind("upper")).ErrorClass.Name);

    [Theory]
    [InlineData("if", "(IF(true, 1, 2))")]
    public void A_rewritten_call_keeps_its_own_form_in_names(string function, string expected)
    {
        var names = new GeneratedNames();
        Assert.Equal(expected, names.Of(Bind(names, function, Literal.True, Literal.Of(1), Literal.Of(2))));
    }

    [Fact]
    public void Names_leave_qualifiers_and_implicit_casts_out()
    {
        var names = new GeneratedNames();
        Assert.Equal("(a + b)", names.Of(Bind(names, "+", Column("a", "int"), Column("b", "bigint"))));
    }

    private static Expression Bind(string function, params Expression[] arguments) => Bind(new GeneratedNames(), function, arguments);

    private static Expression Bind(GeneratedNames names, string function, params Expression[] arguments) =>
        FunctionCatalog.BuiltIn.Find(function)!.Bind(new CallSite(function, arguments.ToValueList(), Session, names, Origin.None));

    private static ColumnReference Column(string name, string type) => new(ColumnId.Next(), name, TypeOf(type), true, ["t"]);

    private static DataType TypeOf(string name) => name switch
    {
        "int" => DataType.Int,
        "bigint" => DataType.Long,
        "double" => DataType.Double,
        "float" => DataType.Float,
        "string" => DataType.String,
        _ => Decimal(name),
    };

    private static DecimalType Decimal(string name)
    {
        var parts = name["decimal(".Length..^1].Split(',');
        return new DecimalType(int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
