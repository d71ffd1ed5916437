namespace Spindle.Differential.Tests.Queries;

/// <summary>Makes expressions.</summary>
public static class Expressions
{
    /// <summary>The same text in both dialects, without operands.</summary>
    public static Node Raw(SqlType type, string text) => new(new TemplateShape(text, text), [], type);

    public static Node Raw(SqlType type, string spark, string duck) => new(new TemplateShape(spark, duck), [], type);

    public static Node Of(SqlType type, string template, params Node[] operands) => new(new TemplateShape(template, template), operands, type);

    public static Node Of(SqlType type, string spark, string duck, params Node[] operands) => new(new TemplateShape(spark, duck), operands, type);

    public static Node Null(SqlType type) => Raw(type, $"CAST(NULL AS {type.Spark})", $"CAST(NULL AS {type.Duck})");

    public static Node Cast(SqlType type, Node operand) => Of(type, $"CAST({{0}} AS {type.Spark})", $"CAST({{0}} AS {type.Duck})", operand);

    public static Node And(Node left, Node right) => Of(SqlType.Bool, "({0} AND {1})", left, right);

    /// <summary>A query as an operand: of EXISTS, IN, or as a scalar.</summary>
    public static Node OverQuery(SqlType type, string template, params Node[] operands) => new(new TemplateShape(template, template), operands, type);
}
