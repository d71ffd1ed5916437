using System.Buffers;

namespace Spindle.Formats.Json.Writing;

/// <summary>JSON laid out for people: a field a line, two spaces a level, arrays on one line.</summary>
internal static class JsonPretty
{
    public static void Write(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var depth = 0;
        var inArray = new Stack<bool>();
        for (var i = 0; i < json.Length; i++)
        {
            switch (json[i])
            {
                case (byte)'"':
                    var end = i + 1;
                    while (json[end] != '"')
                        end += json[end] == '\\' ? 2 : 1;
                    output.Write(json[i..(end + 1)]);
                    i = end;
                    break;
                case (byte)'{' when json[i + 1] == '}':
                    output.Write("{ }"u8);
                    i++;
                    break;
                case (byte)'[' when json[i + 1] == ']':
                    output.Write("[ ]"u8);
                    i++;
                    break;
                case (byte)'{':
                    output.Write("{"u8);
                    inArray.Push(false);
                    Line(++depth, output);
                    break;
                case (byte)'}':
                    inArray.Pop();
                    Line(--depth, output);
                    output.Write("}"u8);
                    break;
                case (byte)'[':
                    inArray.Push(true);
                    output.Write("[ "u8);
                    break;
                case (byte)']':
                    inArray.Pop();
                    output.Write(" ]"u8);
                    break;
                case (byte)':':
                    output.Write(" : "u8);
                    break;
                case (byte)',':
                    output.Write(","u8);
                    if (inArray.Peek())
                        output.Write(" "u8);
                    else
                        Line(depth, output);
                    break;
                default:
                    output.Write(json.Slice(i, 1));
                    break;
            }
        }
    }

    private static void Line(int depth, IBufferWriter<byte> output)
    {
        output.Write("\n"u8);
        for (var i = 0; i < depth; i++)
            output.Write("  "u8);
    }
}
